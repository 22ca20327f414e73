-- Lets the commands of a client that has left be forgotten earlier. Not at once: other threads of it may still try one
-- again, for a moment, and what the network has kept back may still arrive.
-- Reply: 0
redis.call('EXPIRE', o, 600)
return {0}
