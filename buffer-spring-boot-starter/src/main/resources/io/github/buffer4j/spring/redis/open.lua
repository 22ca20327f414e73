-- Attaches to the buffer, and creates it if there is none, or if the one that there is has ended. The generation, the
-- state and the error are the same fields in all schema versions, so one that has ended is found whatever its version.
-- ARGV: 1 generation of a new one, 5 kind, 6 capacity, 7 whether to change another capacity, 8 schema version
-- Reply: state, generation, kind, capacity, schema version. Nothing but the last one is known of a foreign version

-- The signal that means nothing. Fails without the right to signal, or to let keys expire.
redis.call('PUBLISH', base .. 'n', '')
redis.call('EXPIRE', o, DAY)
local h = redis.call('HMGET', m, 'g', 's', 'k', 'c', 'v', 'e')
if not h[1] or (h[1] ~= generation and (h[2] == 'E' or h[2] == 'C')) then
  redis.call('UNLINK', m, q, l)
  redis.call('HSET', m, 'v', ARGV[8], 'k', ARGV[5], 'c', ARGV[6], 'g', generation, 's', 'O', 'w', 0, 'b', 0, 'o', 0,
    'd', 0, 'x', 0, 'j', 0, 't', 0, 'p', 0, 'pb', 0, 'pa', 0, 'pt', now())
  if h[1] then
    local former = base .. 'f:' .. h[1]
    redis.call('HSET', former, 's', h[2], 'e', h[6] or '')
    expire(former)
  end
  return {0, generation, ARGV[5], tonumber(ARGV[6]), ARGV[8]}
end
if h[5] ~= ARGV[8] then
  return {0, '', '', 0, h[5] or ''}
end
if ARGV[7] == '1' and h[3] == ARGV[5] and h[4] ~= ARGV[6] then
  set_capacity(h[3], ARGV[6])
  h[4] = ARGV[6]
end
return {CODES[h[2]], h[1], h[3], tonumber(h[4]), h[5]}
