-- Puts elements to the front: given ones, or those of a lease at the given indexes, whose others are done.
-- ARGV: 5 lease or '', 6... elements, or indexes from 0
-- Reply: state, elements put back, size, whether there was such a lease
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'c', 'k')
if h[1] ~= generation then
  return gone()
end
local elements, found = {}, 1
if ARGV[5] == '' then
  for i = 6, #ARGV do
    elements[i - 5] = ARGV[i]
    note_size(#ARGV[i])
  end
elseif redis.call('ZSCORE', l, ARGV[5]) then
  local leased = redis.call('LRANGE', p(ARGV[5]), 0, -1)
  for i = 6, #ARGV do
    elements[i - 5] = leased[ARGV[i] + 1]
  end
  close_leases(5, 5)
else
  found = 0
end
local returned, size = put_back(elements, 1, #elements, h[2], h[4], h[3])
return finish({CODES[end_if_drained(h[2], size)], returned, size, found})
