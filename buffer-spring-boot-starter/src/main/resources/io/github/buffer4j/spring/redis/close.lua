-- ARGV: 5 both ends or the writing end, 6 error or ''
-- Reply: state, whether this call has closed it, whether its error is that of the buffer
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'e')
if h[1] ~= generation then
  return gone()
end
local state = h[2]
if state == 'E' or state == 'C' or (state == 'D' and ARGV[5] == 'writing') then
  return finish({CODES[state], 0, 0})
end
local kept = 0
if not h[3] and ARGV[6] ~= '' then
  kept = 1
  redis.call('HSET', m, 'e', ARGV[6])
end
local size = redis.call('LLEN', q)
if ARGV[5] == 'writing' then
  state = (size == 0 and redis.call('ZCARD', l) == 0) and 'E' or 'D'
else
  state = 'C'
  for _, lease in ipairs(redis.call('ZRANGE', l, 0, -1)) do
    redis.call('DEL', p(lease))
  end
  redis.call('UNLINK', q, l)
  redis.call('HINCRBY', m, 'x', size)
end
if state == 'D' then
  redis.call('HSET', m, 's', state)
  tell('C')
else
  ended(state)
end
return finish({CODES[state], 1, kept})
