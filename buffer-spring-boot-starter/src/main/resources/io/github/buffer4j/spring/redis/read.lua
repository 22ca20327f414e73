-- ARGV: 5 most elements, 6 take, discard or lease, 7 length of the lease in milliseconds, 8 lease, 9... leases to close
-- Reply: state, elements, size, sequence number of the first, milliseconds until a lease ends if there are no elements
-- (-1 for none), closed leases, elements or nothing if they were discarded

-- Returns the oldest elements, fewer than n if they are large. None is larger than the largest.
local function oldest(n, largest)
  local elements, bytes = {}, 0
  while #elements < n and bytes < MAX_BYTES do
    local fitting = math.max(1, math.floor((MAX_BYTES - bytes) / largest))
    local part = redis.call('LRANGE', q, #elements, math.min(n, #elements + fitting) - 1)
    for i = 1, #part do
      elements[#elements + 1] = part[i]
      bytes = bytes + #part[i]
    end
  end
  return elements
end

local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'c', 'k', 'w', 'L', 'z')
if h[1] ~= generation then
  return gone()
end
local closed = close_leases(9, #ARGV)
local leases = h[6] == '1'
local size = redis.call('LLEN', q)
local before = size

-- Leases that have ended. The one that ended last is put to the front first: the others were leased before it.
local deadline = -1
if leases then
  local overdue = redis.call('ZREVRANGEBYSCORE', l, now(), '-inf')
  for _, lease in ipairs(overdue) do
    local elements = redis.call('LRANGE', p(lease), 0, -1)
    for i, element in ipairs(elements) do
      elements[i] = string.char(math.min(string.byte(element) + 1, 255)) .. string.sub(element, 2)
    end
    redis.call('DEL', p(lease))
    local _, after = put_back(elements, 1, #elements, h[2], h[4], h[3])
    size = after
    redis.call('ZREM', l, lease)
    redis.call('HINCRBY', m, 't', #elements)
  end
end

local n = math.min(tonumber(ARGV[5]), size)
local elements, popped, largest = {}, false, tonumber(h[7] or LARGE)
if n > 0 then
  if ARGV[6] == 'discard' then
    redis.call('HINCRBY', m, 'd', n)
  elseif ARGV[6] == 'take' and n * largest <= MAX_BYTES then
    elements = redis.call('LPOP', q, n)
    popped = true
  else
    elements = oldest(n, largest)
    n = #elements
  end
  if ARGV[6] == 'lease' then
    push('RPUSH', p(ARGV[8]), elements, 1, n)
    redis.call('ZADD', l, now() + ARGV[7], ARGV[8])
    if not leases then
      redis.call('HSET', m, 'L', '1')
    end
  end
  if not popped then
    redis.call('LTRIM', q, n, -1)
  end
end
local after, capacity = size - n, tonumber(h[3])
local state = h[2]
if state == 'D' then
  state = end_if_drained(state, after)
end
if h[4] == 'block' and before >= capacity and after < capacity then
  tell('W')
end
if n == 0 and leases then
  local next = redis.call('ZRANGE', l, 0, 0, 'WITHSCORES')
  if next[2] then
    deadline = math.max(0, tonumber(next[2]) - now())
  else
    redis.call('HDEL', m, 'L')
  end
end
local reply = {CODES[state], n, after, h[5] - size, deadline, closed}
for i = 1, #elements do
  reply[6 + i] = elements[i]
end
return finish(reply)
