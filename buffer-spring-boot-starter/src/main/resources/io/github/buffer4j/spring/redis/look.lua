-- Reads without an effect on the elements.
-- ARGV: 5 what: stats, peek or snapshot; anything else for the numbers alone
-- Reply: state, size, capacity, leases, entered, put back, overwritten, discarded, dropped on close, rejected,
-- redelivered, largest size ever, largest recent size, error or '', elements. The capacity is 0, as is all else but
-- the error, if the buffer has ended and was created anew
local h = redis.call('HMGET', m, 'g', 's', 'c', 'w', 'b', 'o', 'd', 'x', 'j', 't', 'p', 'pb', 'pa', 'pt', 'e')
if h[1] ~= generation then
  local state, why = former()
  return state and {CODES[state], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, why} or {LOST}
end
local size = redis.call('LLEN', q)
local reply = {CODES[h[2]], size, tonumber(h[3]), redis.call('ZCARD', l)}
for i = 4, 10 do
  reply[i + 1] = tonumber(h[i])
end
local peak, before, all = tonumber(h[11]), tonumber(h[12]), tonumber(h[13])
if ARGV[5] == 'stats' and now() - h[14] >= 60000 then
  all, before, peak = math.max(all, peak), peak, size
  redis.call('HSET', m, 'p', peak, 'pb', before, 'pa', all, 'pt', now())
end
reply[12] = math.max(all, peak, before)
reply[13] = math.max(before, peak)
reply[14] = h[15] or ''
local elements = {}
if ARGV[5] == 'peek' then
  elements = redis.call('LRANGE', q, 0, 0)
elseif ARGV[5] == 'snapshot' then
  elements = redis.call('LRANGE', q, 0, -1)
end
for i = 1, #elements do
  reply[14 + i] = elements[i]
end
return reply
