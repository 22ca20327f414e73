-- ARGV: 5 how many of what was read could not be decoded, and counts as discarded, 6... leases
-- Reply: state, how many of the leases there were
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's')
if h[1] ~= generation then
  return gone()
end
if ARGV[5] ~= '0' then
  redis.call('HINCRBY', m, 'd', ARGV[5])
end
local closed = close_leases(6, #ARGV)
return finish({CODES[end_if_drained(h[2], redis.call('LLEN', q))], closed})
