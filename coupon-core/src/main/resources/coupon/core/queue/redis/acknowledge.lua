-- Removes decided requests from the queue; returns how many were still in it. ARGV: receipts.
local removed = 0
for _, receipt in ipairs(ARGV) do
  local entry = entry_of(receipt)
  if entry then
    remove(entry)
    removed = removed + 1
  end
end
return removed
