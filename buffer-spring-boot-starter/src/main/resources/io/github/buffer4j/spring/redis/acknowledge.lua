-- ARGV: 5... leases
-- Reply: state, how many of the leases there were
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's')
if h[1] ~= generation then
  return gone()
end
local closed = close_leases(5, #ARGV)
return finish({CODES[end_if_drained(h[2], redis.call('LLEN', q))], closed})
