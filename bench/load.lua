-- What wrk sends: requests from a file, in random order, each as it goes over the wire. Before
-- each stands its length in bytes, on a line of its own.
--
-- After the run it prints one line of JSON: what happened, and how long it took, in microseconds.

local requests = {}
local count = 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  for length in function() return file:read("*l") end do
    count = count + 1
    requests[count] = file:read(tonumber(length))
  end
  file:close()
  math.randomseed(tonumber(arguments[2]))
end

function request()
  return requests[math.random(count)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"bytes":%d,"duration":%d,"statuses":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d,',
    summary.requests, summary.bytes, summary.duration,
    errors.status, errors.connect, errors.read, errors.write, errors.timeout))
  io.write(string.format(
    '"p50":%d,"p90":%d,"p99":%d,"p999":%d,"max":%d}\n',
    latency:percentile(50), latency:percentile(90), latency:percentile(99),
    latency:percentile(99.9), latency.max))
end
