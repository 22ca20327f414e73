-- The keys of a buffer have one hash tag, so a cluster keeps them in one slot. Those of leases are derived: see p().
--   m  hash    v schema version, k kind, c capacity, g generation, s state (O open, D draining, E drained, C closed),
--              e error; totals: w entered, b put back, o overwritten, d discarded, x dropped on close, j rejected,
--              t redelivered; peaks: p since the last turn, pb before it, pa before that, pt when it was;
--              L 1 while elements may be leased; z size of the largest element ever, if it was more than LARGE
--   q  list    elements, each after a byte that counts its redeliveries
--   o  hash    of one client: lane -> sequence number of its last command, lane .. 'r' -> the packed reply. Expires a
--              day after the last command: a client may try one again for an hour, or when its server is back
--   l  zset    leases by their deadlines, in milliseconds
--   f:GENERATION  hash  how a buffer has ended that was created anew since: s state, e error
-- The total of elements read is derived: w + b - o - d - x - size.
local m, q, o, l = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local base = string.sub(m, 1, -2)
local generation, lane, sequence = ARGV[1], ARGV[2], ARGV[3]
local CODES = {O = 0, D = 1, E = 2, C = 3}
local REPEATED, LOST, CHUNK = -2, -1, 1000
local DAY = 86400

-- What one read has, about; and the size up to which 256 elements are not more than that. In bytes.
local MAX_BYTES, LARGE = 4194304, 16384

-- What a script has done is not rolled back if it fails then. So it does not fail because the server does not permit a
-- signal or an expiry any more. The script that opens a buffer has tried both.
local function tell(signal)
  redis.pcall('PUBLISH', base .. 'n', signal)
end

local function expire(key)
  redis.pcall('EXPIRE', key, DAY)
end

-- A command is executed once, however often it arrives.
local function reply_again()
  local last = redis.call('HGET', o, lane)
  if not last then
    return nil
  end
  if last == sequence then
    return cmsgpack.unpack(redis.call('HGET', o, lane .. 'r'))
  end
  if tonumber(last) > tonumber(sequence) then
    return {REPEATED}
  end
  return nil
end

local function finish(reply)
  local added = redis.call('HSET', o, lane, sequence, lane .. 'r', cmsgpack.pack(reply))
  if added == 2 or ARGV[4] == '1' then
    expire(o)
  end
  return reply
end

-- Returns the state and the error of a generation that is not there any more; nil if it is not known.
local function former()
  local ended = redis.call('HMGET', base .. 'f:' .. generation, 's', 'e')
  return ended[1], ended[2]
end

-- The reply for a generation that is not there.
local function gone()
  local state = former()
  return state and {CODES[state], 0, 0, 0, 0, 0} or {LOST}
end

local function p(lease)
  return base .. 'p:' .. lease
end

-- Notes the size of an element, so that a read does not have too many large ones.
local function note_size(bytes)
  if bytes > LARGE and bytes > tonumber(redis.call('HGET', m, 'z') or 0) then
    redis.call('HSET', m, 'z', bytes)
  end
end

local function push(command, key, elements, first, last)
  for i = first, last, CHUNK do
    redis.call(command, key, unpack(elements, i, math.min(i + CHUNK - 1, last)))
  end
end

-- Puts elements to the front, in their order.
local function push_front(elements, first, last)
  local reversed = {}
  for i = last, first, -1 do
    reversed[#reversed + 1] = elements[i]
  end
  push('LPUSH', q, reversed, 1, #reversed)
end

local time = nil

-- The time of the server, in milliseconds.
local function now()
  if not time then
    local parts = redis.call('TIME')
    time = parts[1] * 1000 + math.floor(parts[2] / 1000)
  end
  return time
end

-- Whoever is attached knows of the end; nobody needs it for longer.
local function ended(state)
  redis.call('HSET', m, 's', state)
  expire(m)
  tell('C')
end

-- Ends a draining buffer of which nothing is left, and returns its state.
local function end_if_drained(state, size)
  if state == 'D' and size == 0 and redis.call('ZCARD', l) == 0 then
    ended('E')
    return 'E'
  end
  return state
end

-- Closes leases and returns how many there were. Their elements go first: in the middle of the migration of a slot,
-- that fails before anything has changed.
local function close_leases(first, last)
  local closed = 0
  for i = first, last do
    redis.call('DEL', p(ARGV[i]))
    closed = closed + redis.call('ZREM', l, ARGV[i])
  end
  return closed
end

-- The number of elements that must go so that a ring holds its capacity.
local function excess(kind, size, capacity)
  return kind == 'ring' and math.max(0, size - capacity) or 0
end

-- Drops the oldest elements.
local function drop(n)
  if n > 0 then
    redis.call('LTRIM', q, n, -1)
    redis.call('HINCRBY', m, 'd', n)
  end
  return n
end

local function set_capacity(kind, capacity)
  redis.call('HSET', m, 'c', capacity)
  tell('C')
  return drop(excess(kind, redis.call('LLEN', q), tonumber(capacity)))
end

-- Puts elements back to the front, but for those that do not fit a ring, or all if the buffer has ended. Returns how
-- many went back, and the size then.
local function put_back(elements, first, last, state, kind, capacity)
  local n, size = last - first + 1, redis.call('LLEN', q)
  local ended = state == 'E' or state == 'C'
  local lost = ended and n or math.min(n, excess(kind, size + n, tonumber(capacity)))
  local after = size + n - lost
  if n > 0 then
    redis.call('HINCRBY', m, 'b', n)
    if lost > 0 then
      redis.call('HINCRBY', m, 'd', lost)
    end
    push_front(elements, first + lost, last)
    if after > tonumber(redis.call('HGET', m, 'p')) then
      redis.call('HSET', m, 'p', after)
    end
    if size == 0 and after > 0 then
      tell('R')
    end
  end
  return n - lost, after
end
