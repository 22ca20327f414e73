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
local dropped
if ARGV[5] == '' then
  dropped = drop(redis.call('LLEN', q))
  tell('C')
else
  dropped = set_capacity(h[3], ARGV[5])
end
return finish({CODES[end_if_drained(h[2], redis.call('LLEN', q))], dropped})
