-- Moves an entry from the line to the dead letters, if it is still in line; returns 1 if it was.
-- KEYS: line, places, sizes, dead letters, dead-letter sequence. ARGV: receipt, reason, time in milliseconds.
local id, event = string.match(ARGV[1], '^(%S+) (.*)$')
local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
if not entry then
  return 0
end
local fields = {}
for i = 1, #entry[2], 2 do
  fields[entry[2][i]] = entry[2][i + 1]
end
if (fields['event'] or '') ~= event then
  return 0
end
local letter = { 'origin', id, 'reason', ARGV[2], 'at', ARGV[3] }
for _, name in ipairs({ 'event', 'key', 'value' }) do
  if fields[name] then
    letter[#letter + 1] = name
    letter[#letter + 1] = fields[name]
  end
end
local place = string.format('%.0f', redis.call('INCR', KEYS[5]))
redis.call('XADD', KEYS[4], place .. '-0', unpack(letter))
redis.call('XDEL', KEYS[1], id)
redis.call('HDEL', KEYS[2], event)
local key = fields['key'] or ''
if redis.call('HINCRBY', KEYS[3], key, -1) <= 0 then
  redis.call('HDEL', KEYS[3], key)
end
return 1
