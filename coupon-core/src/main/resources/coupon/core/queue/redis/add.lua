-- Puts a request at the end of the line, unless it stands in line already; returns its place.
-- KEYS: line, sequence, places, sizes. ARGV: event id ('' if it has none), key, value.
local event, key, value = ARGV[1], ARGV[2], ARGV[3]
if event ~= '' then
  local place = redis.call('HGET', KEYS[3], event)
  if place then
    return tonumber(place)
  end
end
local place = redis.call('INCR', KEYS[2])
local digits = string.format('%.0f', place)
local now = redis.call('TIME') -- seconds, microseconds
local at = now[1] .. string.format('%03d', math.floor(now[2] / 1000))
redis.call('XADD', KEYS[1], digits .. '-0', 'event', event, 'key', key, 'value', value, 'at', at)
if event ~= '' then
  redis.call('HSET', KEYS[3], event, digits)
end
redis.call('HINCRBY', KEYS[4], key, 1)
return place
