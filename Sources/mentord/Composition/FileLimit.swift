import Foundation

/// How many files and sockets the process may have open.
enum FileLimit {
    /// What an administrator lets it have at most; nil where that is not known.
    static var highest: Int? {
        read().map { Int(clamping: $0.rlim_max) }
    }

    /// Takes what the administrator allows: the lower default of a login shell is for programs with few files.
    static func raise() {
        guard var limit = read(), limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func read() -> rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }
}
