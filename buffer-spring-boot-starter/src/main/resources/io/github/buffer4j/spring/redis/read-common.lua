-- The common case of a read, without what only the others need: a new command of a known lane that takes elements, not
-- too many large ones, from an open buffer of which no element is leased. Does what the script behind it would do.
local most = tonumber(ARGV[5])
if ARGV[6] == 'take' and ARGV[4] == '0' and #ARGV == 8 and most <= 256 then
  local call = redis.call
  local last = call('HGET', KEYS[3], ARGV[2])
  local h = call('HMGET', KEYS[1], 'g', 's', 'c', 'k', 'w', 'L', 'z')
  if last and tonumber(last) < tonumber(ARGV[3]) and h[1] == ARGV[1] and h[2] == 'O' and h[6] ~= '1'
      and (not h[7] or most * h[7] <= 4194304) then
    local size, capacity = call('LLEN', KEYS[2]), tonumber(h[3])
    local n = math.min(most, size)
    local after = size - n
    local reply = {0, n, after, h[5] - size, -1, 0}
    if n == 1 then
      reply[7] = call('LPOP', KEYS[2])
    elseif n > 1 then
      local elements = call('LPOP', KEYS[2], n)
      for i = 1, n do
        reply[6 + i] = elements[i]
      end
    end
    if h[4] == 'block' and size >= capacity and after < capacity then
      redis.pcall('PUBLISH', string.sub(KEYS[1], 1, -2) .. 'n', 'W')
    end
    call('HSET', KEYS[3], ARGV[2], ARGV[3], ARGV[2] .. 'r', cmsgpack.pack(reply))
    return reply
  end
end
