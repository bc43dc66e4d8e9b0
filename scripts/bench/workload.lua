-- Load for wrk. Every body differs; each thread owns a share of the keys, so that threads never race for one.
-- Arguments: shape (v2 | webhook | standard), batch, mix (mixed | repeat | new), keys, key of the integration, thread count.
local threads = 0

function setup(thread)
  thread:set("thread_no", threads)
  threads = threads + 1
end

local shape, batch, mix, keys
local open, head, tail, fresh, sent = {}, 1, 0, 0, 0
local value = 0
local now, ended
local pad = string.rep("상태 확인 필요, see the runbook before you act. ", 4)

local SEVERITIES = { "critical", "error", "warning", "info" }

local function severity_of(n) return SEVERITIES[n % 4 + 1] end

local function key_name(n) return string.format("%d-%d", thread_no, n) end

function init(args)
  shape, batch, mix = args[1], tonumber(args[2]), args[3]
  keys = math.floor(tonumber(args[4]) / tonumber(args[5]))
  math.randomseed(7700 + thread_no)
  -- Alertmanager refuses an end before its start.
  now = os.date("!%Y-%m-%dT%H:%M:%S.000Z", os.time() - 60)
  ended = os.date("!%Y-%m-%dT%H:%M:%S.000Z", os.time() - 1)
  -- The first `keys` keys are opened by the bench before it measures.
  for n = 1, keys do open[n] = n end
  tail, fresh = keys, keys
  if mix == "new" then fresh = keys + 1000000 end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

-- Which key the next event is about, and whether it ends it.
local function pick()
  local dice = mix == "repeat" and 0 or (mix == "new" and 0.7 or math.random())
  if dice < 0.7 and head <= tail then return open[head + math.random(0, tail - head)], false end
  -- Few keys can all be closed at a moment; then a new one opens.
  if dice < 0.85 or head > tail then
    fresh = fresh + 1
    tail = tail + 1
    open[tail] = fresh
    return fresh, false
  end
  local n = open[head]
  open[head] = nil
  head = head + 1
  return n, true
end

local function alert()
  local n, closes = pick()
  value = value + 1
  local name = key_name(n)
  return string.format(
    '{%s"labels":{"alertname":"HostHighLoad","instance":"host-%s.seoul.example.net:9100","job":"node","severity":"%s","cluster":"seoul-2","team":"infra"},"annotations":{"summary":"Load of host-%s is %d over its limit","description":"%s","value":"%d","runbook_url":"https://runbooks.example.net/host-high-load"},"startsAt":"%s"%s,"generatorURL":"http://prometheus.example.net/graph?g0.expr=node_load15"}',
    shape == "webhook" and (closes and '"status":"resolved",' or '"status":"firing",') or "",
    name, severity_of(n), name, value, pad, value, now,
    closes and ',"endsAt":"' .. ended .. '"' or "")
end

local function standard()
  local n, closes = pick()
  value = value + 1
  local name = key_name(n)
  return string.format(
    '{"summary":"Load of host-%s is %d over its limit","event_id":"host-%s/load","status":"%s","urgency":"%s","event_time":"%s","metric_name":"node_load15","metric_value":"%d","threshold":"8","resource_name":"host-%s.seoul.example.net","event_type":"metric","custom_details":{"cluster":"seoul-2","team":"infra","description":"%s","runbook":"https://runbooks.example.net/host-high-load"}}',
    name, value, name, closes and "close" or "open", severity_of(n), now, value, name, pad)
end

function request()
  local body
  if shape == "standard" then
    body = standard()
  else
    local alerts = {}
    for i = 1, batch do alerts[i] = alert() end
    body = "[" .. table.concat(alerts, ",") .. "]"
    if shape == "webhook" then
      body = '{"version":"4","groupKey":"{}:{alertname=\\"HostHighLoad\\"}","status":"firing","receiver":"watchfloor","groupLabels":{"alertname":"HostHighLoad"},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager.example.net","alerts":' .. body .. "}"
    end
  end
  sent = sent + batch
  return wrk.format("POST", nil, nil, body)
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"durationMs":%.3f,"bad":%d,"broken":%d,"timeout":%d,"p50Ms":%.3f,"p99Ms":%.3f,"bytes":%d}\n',
    summary.requests, summary.duration / 1000, e.status, e.connect + e.read + e.write, e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.bytes))
end
