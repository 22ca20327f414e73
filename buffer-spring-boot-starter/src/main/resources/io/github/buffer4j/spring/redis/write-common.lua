-- The common case of a write, without what only the others need: a new command of a known lane for an open buffer that
-- is no ring and has room for all elements, none of which is large. Does what the script behind it would do.
if ARGV[4] == '0' and #ARGV < 1000 and tonumber(ARGV[8]) <= 16384 then
  local call = redis.call
  local last = call('HGET', KEYS[3], ARGV[2])
  local h = call('HMGET', KEYS[1], 'g', 's', 'c', 'k', 'p')
  if last and tonumber(last) < tonumber(ARGV[3]) and h[1] == ARGV[1] and h[2] == 'O' and h[4] ~= 'ring' then
    local n, capacity, size = #ARGV - 8, tonumber(h[3]), call('LLEN', KEYS[2])
    if size + n <= capacity then
      local after = call('RPUSH', KEYS[2], unpack(ARGV, 9))
      call('HINCRBY', KEYS[1], 'w', n)
      if after > tonumber(h[5]) then
        call('HSET', KEYS[1], 'p', after)
      end
      if size == 0 then
        redis.pcall('PUBLISH', string.sub(KEYS[1], 1, -2) .. 'n', 'R')
      end
      local reply = {0, n, after, 0, capacity}
      call('HSET', KEYS[3], ARGV[2], ARGV[3], ARGV[2] .. 'r', cmsgpack.pack(reply))
      return reply
    end
  end
end
