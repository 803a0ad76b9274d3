-- Takes requests out of the line; returns how many were still in it.
-- KEYS: line, places, sizes. ARGV: receipts, '<stream id> <event id>'.
local removed = 0
for _, receipt in ipairs(ARGV) do
  local id, event = string.match(receipt, '^(%S+) (.*)$')
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  local fields = {}
  if entry then
    for i = 1, #entry[2], 2 do
      fields[entry[2][i]] = entry[2][i + 1]
    end
  end
  -- Another event at this place: the receipt is from before this Redis lost its memory.
  if entry and (fields['event'] or '') == event then
    redis.call('XDEL', KEYS[1], id)
    redis.call('HDEL', KEYS[2], event)
    local key = fields['key'] or ''
    if redis.call('HINCRBY', KEYS[3], key, -1) <= 0 then
      redis.call('HDEL', KEYS[3], key)
    end
    removed = removed + 1
  end
end
return removed
