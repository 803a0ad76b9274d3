-- Returns the first place that is not acknowledged, the place that the next request will get, and how many wait.
-- KEYS: line, sequence.
redis.call('SETNX', KEYS[2], 0) -- fails where nothing can be written, and then nobody can be taken into the line
local next_place = tonumber(redis.call('GET', KEYS[2])) + 1
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local first = oldest and tonumber(string.match(oldest[1], '^%d+')) or next_place
return { first, next_place, redis.call('XLEN', KEYS[1]) }
