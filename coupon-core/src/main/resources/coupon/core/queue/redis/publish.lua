-- Appends results in order.
-- KEYS: results. ARGV: how many are kept at least, then each result.
for i = 2, #ARGV do
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'value', ARGV[i])
end
return #ARGV - 1
