/// The methods a route can have. `HEAD` and `OPTIONS` come with every path by themselves.
public enum RouteMethod: String, CaseIterable, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}
