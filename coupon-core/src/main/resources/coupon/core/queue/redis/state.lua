-- Returns the first position that is not acknowledged, the position that the next request will get, how many wait, and
-- when the first of them was accepted: 0 if none waits, and for a foreign entry, which was never accepted.
redis.call('SETNX', KEYS[2], 0) -- fails where nothing can be written, and then no request can be accepted
local next_position = tonumber(redis.call('GET', KEYS[2])) + 1
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local first = oldest and tonumber(string.match(oldest[1], '^%d+')) or next_position
local at = oldest and named(oldest[2])['at'] or ''
local accepted = #at <= 15 and string.match(at, '^%d+$') or 0
return { math.min(first, next_position), next_position, redis.call('XLEN', KEYS[1]), tonumber(accepted) }
