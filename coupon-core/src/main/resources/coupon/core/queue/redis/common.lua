-- What all scripts share.
-- KEYS: queue, sequence, positions, sizes, dead letters, dead-letter sequence.

local function digits(number)
  return string.format('%.0f', number)
end

local function named(fields)
  local result = {}
  for i = 1, #fields, 2 do
    result[fields[i]] = fields[i + 1]
  end
  return result
end

local function now()
  local time = redis.call('TIME') -- seconds, microseconds
  return time[1] .. string.format('%03d', math.floor(time[2] / 1000))
end

-- Appends to a stream whose ids are the numbers of a sequence. Any client of this Redis may have added an entry with a
-- higher id, after which Redis refuses all lower ones, even when that entry is gone: then the stream is written anew
-- without the entries that have such an id, which are passed to set_aside.
local function append(stream, sequence, fields, set_aside)
  local number = redis.call('INCR', sequence)
  local id = digits(number) .. '-0'
  local added = redis.pcall('XADD', stream, id, unpack(fields))
  if type(added) ~= 'table' or not added.err then
    return number
  end
  if not (string.find(added.err, 'equal or smaller') or string.find(added.err, 'exhausted')) then
    return added
  end
  local foreign = redis.call('XRANGE', stream, id, '+')
  local old, from, entries = stream .. ':old', '-', nil
  redis.call('RENAME', stream, old)
  repeat
    entries = redis.call('XRANGE', old, from, '(' .. id, 'COUNT', 500)
    for _, entry in ipairs(entries) do
      redis.call('XADD', stream, entry[1], unpack(entry[2]))
      from = '(' .. entry[1]
    end
  until #entries == 0
  redis.call('DEL', old)
  redis.call('XADD', stream, id, unpack(fields))
  for _, entry in ipairs(foreign) do
    set_aside(entry)
  end
  return number
end

-- Foreign dead letters were never requests.
local function forget() end

local function dead_letter(entry, reason)
  local fields = named(entry[2])
  local letter = { 'origin', entry[1], 'reason', reason, 'at', now() }
  for _, name in ipairs({ 'event', 'key', 'value' }) do
    if fields[name] then
      letter[#letter + 1] = name
      letter[#letter + 1] = fields[name]
    end
  end
  return append(KEYS[5], KEYS[6], letter, forget)
end

-- Removes an entry from the queue; only entries that add.lua has written were counted.
local function remove(entry)
  local fields = named(entry[2])
  redis.call('XDEL', KEYS[1], entry[1])
  if fields['at'] then
    redis.call('HDEL', KEYS[3], fields['event'] or '')
    local key = fields['key'] or ''
    if redis.call('HINCRBY', KEYS[4], key, -1) <= 0 then
      redis.call('HDEL', KEYS[4], key)
    end
  end
end

-- The entry that a receipt ('<stream id> <event id>') stands for. Another event at this id: the receipt is from before
-- this Redis lost its data.
local function entry_of(receipt)
  local id, event = string.match(receipt, '^(%S+) (.*)$')
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  if entry and (named(entry[2])['event'] or '') == event then
    return entry
  end
  return nil
end
