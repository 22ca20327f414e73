-- Puts elements to the front: given ones, or those of a lease at the given indexes, whose others are done.
-- ARGV: 5 lease or '', 6... elements, or indexes from 0
-- Reply: state, elements put back, size, whether there was such a lease
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'c', 'k', 'p')
if h[1] ~= generation then
  return gone()
end
local elements = {}
local found = 1
if ARGV[5] == '' then
  for i = 6, #ARGV do
    elements[i - 5] = ARGV[i]
  end
else
  found = redis.call('ZREM', l, ARGV[5])
  if found == 1 then
    for i = 6, #ARGV do
      elements[i - 5] = redis.call('LINDEX', p(ARGV[5]), ARGV[i])
    end
    redis.call('DEL', p(ARGV[5]))
  end
end
local n, size = #elements, redis.call('LLEN', q)
local ended = h[2] == 'E' or h[2] == 'C'
local lost = ended and n or math.min(n, excess(h[4], size + n, tonumber(h[3])))
if n > 0 then
  redis.call('HINCRBY', m, 'b', n)
  if lost > 0 then
    redis.call('HINCRBY', m, 'd', lost)
  end
  push_front(elements, lost + 1, n)
end
local after = size + n - lost
if after > tonumber(h[5]) then
  redis.call('HSET', m, 'p', after)
end
if size == 0 and after > 0 then
  tell('R')
end
return finish({CODES[end_if_drained(h[2], after)], n - lost, after, found})
