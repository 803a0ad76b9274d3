-- Appends a request unless it is queued already; returns its position.
-- ARGV: event id ('' if it has none), key, value.
local event, key, value = ARGV[1], ARGV[2], ARGV[3]
if event ~= '' then
  local position = redis.call('HGET', KEYS[3], event)
  if position then
    return tonumber(position)
  end
end
local position = append(KEYS[1], KEYS[2], { 'event', event, 'key', key, 'value', value, 'at', now() }, function(entry)
  dead_letter(entry, 'a foreign entry: its id was not given by this queue')
end)
if type(position) == 'table' then
  return position -- an error: nothing was added
end
if event ~= '' then
  redis.call('HSET', KEYS[3], event, digits(position))
end
redis.call('HINCRBY', KEYS[4], key, 1)
return position
