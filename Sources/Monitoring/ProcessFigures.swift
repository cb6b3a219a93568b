import Foundation

/// What the kernel says of this process; Linux alone, elsewhere nothing.
public enum ProcessFigures {
    /// Memory, open files, processor time and start, under the names that every Prometheus client uses.
    public static var families: [MetricFamily] {
        var families: [MetricFamily] = []
        if let bytes = residentBytes {
            families.append(
                MetricFamily(
                    "process_resident_memory_bytes", .gauge, "Memory of the process in RAM.", value: Double(bytes)))
        }
        if let count = openFileCount {
            families.append(MetricFamily("process_open_fds", .gauge, "Open files and sockets.", value: Double(count)))
        }
        if let limit = fileLimit {
            families.append(
                MetricFamily("process_max_fds", .gauge, "The most files and sockets it may open.", value: Double(limit))
            )
        }
        families.append(
            MetricFamily("process_cpu_seconds_total", .counter, "Processor time used.", value: processorSeconds))
        return families
    }

    /// Memory in RAM.
    public static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    }

    /// Files and sockets open now.
    public static var openFileCount: Int? {
        try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    /// How many files and sockets may be open at once.
    public static var fileLimit: Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
