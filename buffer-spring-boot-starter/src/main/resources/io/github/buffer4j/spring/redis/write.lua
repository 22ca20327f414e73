-- ARGV: 5 all or nothing, 6 count as rejected what is refused while open, 7 how many follow that are rejected as well,
-- 8 size of the largest element in bytes, 9... elements
-- Reply: state, accepted, size, overwritten, capacity
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'c', 'k', 'p')
if h[1] ~= generation then
  return gone()
end
local FIRST = 9
local n, size, capacity, kind = #ARGV - FIRST + 1, redis.call('LLEN', q), tonumber(h[3]), h[4]
if h[2] ~= 'O' then
  local counted = redis.pcall('HINCRBY', m, 'j', n + ARGV[7])
  local reply = {CODES[h[2]], 0, size, 0, capacity}
  return type(counted) == 'number' and finish(reply) or reply
end
local accepted, first, overwritten = n, FIRST, 0
if kind == 'ring' then
  first = FIRST + math.max(0, n - capacity)
  overwritten = math.max(0, size + n - capacity)
else
  local room = math.max(0, capacity - size)
  if n > room then
    accepted = ARGV[5] == '1' and 0 or room
  end
end
local after = size
if accepted > 0 then
  push('RPUSH', q, ARGV, first, FIRST + accepted - 1)
  after = size + accepted - overwritten
  redis.call('HINCRBY', m, 'w', accepted)
  note_size(tonumber(ARGV[8]))
  if overwritten > 0 then
    redis.call('LTRIM', q, -after, -1)
    redis.call('HINCRBY', m, 'o', overwritten)
  end
  if after > tonumber(h[5]) then
    redis.call('HSET', m, 'p', after)
  end
  if size == 0 then
    tell('R')
  end
end
if accepted < n and ARGV[6] == '1' then
  redis.call('HINCRBY', m, 'j', n - accepted + ARGV[7])
end
return finish({0, accepted, after, overwritten, capacity})
