-- Moves an entry from the queue to the dead letters, if it is still queued; returns 1 if it was.
-- ARGV: receipt, reason.
local entry = entry_of(ARGV[1])
if not entry then
  return 0
end
local letter = dead_letter(entry, ARGV[2])
if type(letter) == 'table' then
  return letter -- an error: nothing was moved
end
remove(entry)
return 1
