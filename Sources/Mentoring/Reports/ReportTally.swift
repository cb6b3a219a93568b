/// The numbers of one week as they come, by place.
struct ReportTally: Sendable {
    private var values: [ReportCell.Place: [Measure: Double]] = [:]
    /// Sessions by hour of the week; nil for all mentors.
    var heat: [MentorID?: [Int]] = [:]

    /// Takes numbers over for one place.
    mutating func set(_ numbers: [Measure: Double], at place: ReportCell.Place) {
        values[place, default: [:]].merge(numbers) { $1 }
    }

    /// The places that what happened at a mentor in a direction adds up to.
    enum Reach {
        /// The mentor's direction, the mentor, the direction, and all.
        case everywhere
        /// The mentor's direction, and the direction.
        case directions
        /// The mentor, and all.
        case mentors
    }

    mutating func add(_ numbers: [(Measure, Double)], at place: ReportCell.Place, to reach: Reach = .everywhere) {
        let directions = [place, ReportCell.Place(mentor: nil, direction: place.direction)]
        let mentors = [ReportCell.Place(mentor: place.mentor, direction: nil), .overall]
        let places =
            switch reach {
            case .everywhere: directions + mentors
            case .directions: directions
            case .mentors: mentors
            }
        for place in places {
            for (measure, number) in numbers { values[place, default: [:]][measure, default: 0] += number }
        }
    }

    /// The week's cells.
    ///
    /// - Parameter offered: the hours of every mentor, of whom some have nothing else.
    func cells(offered: [ReportedMentor: Double]) -> [ReportCell] {
        let mentors = Dictionary(uniqueKeysWithValues: offered.keys.map { ($0.id, $0) })
        let total = offered.values.reduce(0, +)
        let places = Set(values.keys).union(mentors.keys.map { ReportCell.Place(mentor: $0, direction: nil) })
            .union([.overall])
        return places.map { place in
            let mentor = place.mentor.flatMap { mentors[$0] }
            let rounded = (values[place] ?? [:]).mapValues(Figures.rounded)
            var cell = ReportCell(place: place, mentor: mentor, figures: Figures(rounded), heat: nil)
            guard place.direction == nil else { return cell }
            cell.figures.setOffered(hours: mentor.map { offered[$0] ?? 0 } ?? total)
            cell.heat = heat[place.mentor] ?? Reports.noHeat
            return cell
        }
    }
}
