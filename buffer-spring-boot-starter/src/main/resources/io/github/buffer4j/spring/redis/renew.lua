-- ARGV: 5 length of the leases in milliseconds, 6... leases
-- Reply: state, how many of the leases there are
local h = redis.call('HMGET', m, 'g', 's')
if h[1] ~= generation then
  return gone()
end
local deadline = now() + ARGV[5]
local renewed = 0
for i = 6, #ARGV do
  if redis.call('ZSCORE', l, ARGV[i]) then
    redis.call('ZADD', l, deadline, ARGV[i])
    renewed = renewed + 1
  end
end
return {CODES[h[2]], renewed}
