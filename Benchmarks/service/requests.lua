-- wrk sends the requests of a file, each once or in turns. Arguments: FILE once|repeat
-- A line is: method, path, token, idempotency key, If-None-Match, body; separated by tabs, empty for none.
local threads = {}
function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(args)
    requests, position, once = {}, 0, args[2] == "once"
    local index = 0
    for line in io.lines(args[1]) do
        if index % 2 == number then
            local fields = {}
            for field in (line .. "\t"):gmatch("([^\t]*)\t") do table.insert(fields, field) end
            local headers = {}
            if fields[3] ~= "" then headers["Authorization"] = "Bearer " .. fields[3] end
            if fields[4] ~= "" then headers["Idempotency-Key"] = fields[4] end
            if fields[5] ~= "" then headers["If-None-Match"] = fields[5] end
            if fields[6] ~= "" then headers["Content-Type"] = "application/json" end
            local body = fields[6] ~= "" and fields[6] or nil
            table.insert(requests, wrk.format(fields[1], fields[2], headers, body))
        end
        index = index + 1
    end
end

function request()
    position = position + 1
    if position > #requests then
        if once then wrk.thread:stop() end
        position = 1
    end
    return requests[position]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %.1f %.1f %.1f %.1f %d %d %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50), latency:percentile(99), latency.max, summary.requests, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
