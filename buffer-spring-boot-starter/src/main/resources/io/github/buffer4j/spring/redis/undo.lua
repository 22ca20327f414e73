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
local returned, size = put_back(read, FIRST, #read, state, h[4], h[3])
return finish({CODES[state], returned, size, 0})
