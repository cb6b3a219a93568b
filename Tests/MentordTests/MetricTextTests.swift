import Testing

@testable import Monitoring

@Suite struct MetricTextTests {
    @Test func `a counter without labels is there before anything happened`() {
        let counter = Counter("bookings_total", "Bookings.")
        #expect(
            MetricText.write([counter.family]) == """
                # HELP bookings_total Bookings.
                # TYPE bookings_total counter
                bookings_total 0

                """)
    }

    @Test func `labels keep quotes, backslashes and line feeds`() {
        let family = MetricFamily(
            "odd", .gauge, "A \\ and a\nnew line.", samples: [.init(1.5, labels: [("name", "\"a\\b\nc\"")])])
        #expect(
            MetricText.write([family]) == #"""
                # HELP odd A \\ and a\nnew line.
                # TYPE odd gauge
                odd{name="\"a\\b\nc\""} 1.5

                """#)
    }

    @Test func `a histogram's buckets hold everything below them`() {
        let histogram = Histogram("wait_seconds", "Waiting.", labels: ["route"], bounds: [0.1, 1])
        histogram.record(0.1, "/a")
        histogram.record(0.5, "/a")
        histogram.record(Duration.seconds(7), "/a")
        #expect(
            MetricText.write([histogram.family]) == """
                # HELP wait_seconds Waiting.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{route="/a",le="0.1"} 1
                wait_seconds_bucket{route="/a",le="1"} 2
                wait_seconds_bucket{route="/a",le="+Inf"} 3
                wait_seconds_sum{route="/a"} 7.6
                wait_seconds_count{route="/a"} 3

                """)
    }

    @Test func `a family without samples is left out`() {
        #expect(MetricText.write([Counter("x_total", "X.", labels: ["a"]).family]) == "")
    }
}
