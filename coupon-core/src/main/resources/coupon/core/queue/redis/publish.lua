-- Appends results in order. KEYS: results. ARGV: how many are kept at least, then each result.
for i = 2, #ARGV do
  local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'value', ARGV[i])
  if type(added) == 'table' and added.err then
    if not string.find(added.err, 'exhausted') then
      return added
    end
    -- A foreign entry has the highest id of all. Readers notice that ids start over; the stream is no record.
    redis.call('DEL', KEYS[1])
    redis.call('XADD', KEYS[1], '*', 'value', ARGV[i])
  end
end
return #ARGV - 1
