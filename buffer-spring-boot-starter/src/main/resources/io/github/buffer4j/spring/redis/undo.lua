-- Undoes a read whose client has no reply, if it was executed, and prevents it otherwise. Has the number after that of
-- the read. Elements go back to the front, or to the client, if the buffer has ended with the read and others know it.
-- Reply: state, elements put back, size, sequence number of the first of the client, elements for the client
local again = reply_again()
if again then
  return again
end
local h = redis.call('HMGET', m, 'g', 's', 'c', 'k')
local state = h[2]
if h[1] ~= generation then
  state = former()
  if not state then
    return {LOST}
  end
end
local FIRST = 7
local read = {}
local last = redis.call('HGET', o, lane)
if last and tonumber(last) == tonumber(sequence) - 1 then
  read = cmsgpack.unpack(redis.call('HGET', o, lane .. 'r'))
end
local n = math.max(0, #read - FIRST + 1)
if n == 0 or h[1] ~= generation and state == 'C' then
  return finish({CODES[state], 0, 0, 0})
end
if state == 'E' then
  local reply = {CODES[state], 0, 0, read[4]}
  for i = FIRST, #read do
    reply[#reply + 1] = read[i]
  end
  return finish(reply)
end
local size = redis.call('LLEN', q)
local lost = state == 'C' and n or math.min(n, excess(h[4], size + n, tonumber(h[3])))
redis.call('HINCRBY', m, 'b', n)
if lost > 0 then
  redis.call('HINCRBY', m, 'd', lost)
end
push_front(read, FIRST + lost, #read)
local after = size + n - lost
if size == 0 and after > 0 then
  tell('R')
end
return finish({CODES[state], n - lost, after, 0})
