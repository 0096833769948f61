/**
 * The compound steps, each one script: nothing comes in between. The first write of each is PEXPIRE or HDEL, which a full Redis still takes, and with
 * it what follows in the script. No TIME, no cjson, no FUNCTION, and answers are numbers or one text: so they run in ioredis-mock as they are (N13).
 */

interface Script {
  readonly keys: number;
  readonly lua: string;
}

/** Keys: the node's, the set of nodes. The node holds no slots then. */
const enter: Script = {
  keys: 2,
  lua: `
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'card', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
return 1`,
};

/** Answers 0 where the lease had ended. */
const renew: Script = { keys: 1, lua: "return redis.call('PEXPIRE', KEYS[1], ARGV[1])" };

/** Answers the cards, each on a line; whoever has none is taken out of the set. */
const members: Script = {
  keys: 1,
  lua: `
local text = ''
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local card = redis.call('HGET', ARGV[1] .. id, 'card')
  if card then text = text .. card .. '\\n' else redis.call('SREM', KEYS[1], id) end
end
return text`,
};

/** What all nodes but the caller hold of a token: added to \`others\`. */
const OTHERS = `
local others = 0
for _, id in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  if id ~= ARGV[2] then others = others + tonumber(redis.call('HGET', ARGV[1] .. id, ARGV[3]) or 0) end
end`;

/** Answers how many more slots the node may have, and notes its number where that is not 0; -1 where its lease has ended. */
const take: Script = {
  keys: 2,
  lua: `
if redis.call('PEXPIRE', KEYS[1], ARGV[4]) == 0 then return -1 end
local held, granted, limit = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
if limit > 0 then
${OTHERS}
  local room = limit - others - held
  if room < 0 then room = 0 end
  if granted > room then granted = room end
end
if granted > 0 then redis.call('HSET', KEYS[1], ARGV[3], held + granted) end
return granted`,
};

const held: Script = { keys: 2, lua: `${OTHERS}\nreturn others` };

/** Pairs of field and count from the second argument on. Answers 0 where the lease has ended. */
const hold: Script = {
  keys: 1,
  lua: `
if redis.call('PEXPIRE', KEYS[1], ARGV[1]) == 0 then return 0 end
for at = 2, #ARGV, 2 do
  if ARGV[at + 1] == '0' then redis.call('HDEL', KEYS[1], ARGV[at])
  else redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
end
return 1`,
};

const leave: Script = {
  keys: 2,
  lua: `
redis.call('PEXPIRE', KEYS[1], 1)
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[1])
return 1`,
};

export const SCRIPTS = { enter, renew, members, take, held, hold, leave } as const;
export type ScriptName = keyof typeof SCRIPTS;
