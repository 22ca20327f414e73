-- Changes the capacity, or drops all elements.
-- ARGV: 5 capacity, or '' to drop all
-- Reply: state, dropped
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'k')
if h[1] ~= generation then
  return gone()
end
if h[2] == 'E' or h[2] == 'C' then
  return finish({CODES[h[2]], 0})
end
local size = redis.call('LLEN', q)
local dropped = size
if ARGV[5] ~= '' then
  redis.call('HSET', m, 'c', ARGV[5])
  dropped = excess(h[3], size, tonumber(ARGV[5]))
end
if dropped > 0 then
  redis.call('LTRIM', q, dropped, -1)
  redis.call('HINCRBY', m, 'd', dropped)
end
local state = end_if_drained(h[2], size - dropped)
tell('C')
return finish({CODES[state], dropped})
