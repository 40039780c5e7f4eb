/*
 * A small HTTP front for today's ClickHouse engine (npm's chdb, which has no server of its own): /ping, queries by GET and
 * POST in the format that is asked for, ClickHouse's errors with their codes and headers. Users and passwords are this
 * front's own emulation, the engine has none. So are the system tables that a server fills and the engine does not: a query
 * of system.NAME reads emulated.NAME where a table of that name exists, and uptime() is emulated_uptime() where that does.
 *
 *   node clickhouse-front.js CHDB PORT DATA USERS [ENGINE-OPTION…]      PORT 0: a free one; USERS: {"app": "apppass"}
 *
 * Prints "listening PORT", then one line of JSON per query that came in by HTTP: user, settings, query. On its standard input it
 * takes statements to prepare tables with, as JSON strings one a line, runs them without any limit, and prints
 * {"done": true} or {"error": …}. It ends when its standard input does.
 */
'use strict';
const http = require('http');
const readline = require('readline');

const [chdb, port, data, users, ...options] = process.argv.slice(2);
const { Session } = require(chdb);
const passwords = JSON.parse(users);
const session = new Session(data, options.length > 0 ? { connectionArgs: options } : undefined);
const version = session.query('SELECT version()', 'TabSeparated').trim();
const NAMES = { 36: 'BAD_ARGUMENTS', 164: 'READONLY', 194: 'REQUIRED_PASSWORD', 516: 'AUTHENTICATION_FAILED' };

class Refusal extends Error {
  constructor(status, code, text) {
    super(`Code: ${code}. DB::Exception: ${text} (${NAMES[code]})`);
    this.status = status;
    this.code = code;
  }
}

function authenticate(request, parameters) {
  const basic = (request.headers.authorization || '').match(/^Basic (.*)$/);
  const pair = basic ? Buffer.from(basic[1], 'base64').toString().match(/^([^:]*):(.*)$/s) : null;
  const user = request.headers['x-clickhouse-user'] || parameters.get('user') || (pair && pair[1]) || 'default';
  const password = request.headers['x-clickhouse-key'] || parameters.get('password') || (pair && pair[2]) || '';
  if (!Object.hasOwn(passwords, user) || passwords[user] !== password) {
    throw new Refusal(
      403,
      516,
      `${user}: Authentication failed: password is incorrect, or there is no user with such name.`
    );
  }
  return user;
}

function emulated(query) {
  const old = session.query("SELECT count() FROM system.functions WHERE name = 'emulated_uptime'", 'TabSeparated');
  const sql = old.trim() === '0' ? query : query.replaceAll('uptime()', 'emulated_uptime()');
  const tables = session
    .query("SELECT name FROM system.tables WHERE database = 'emulated'", 'TabSeparated')
    .split('\n')
    .filter((name) => name !== '');
  return tables.reduce((text, name) => text.replaceAll(new RegExp(`\\bsystem\\.${name}\\b`, 'g'), `emulated.${name}`), sql);
}

async function answer(request, response, body) {
  const url = new URL(request.url, 'http://front');
  if (url.pathname === '/ping' || (url.pathname === '/' && !url.searchParams.has('query') && body === '')) {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=UTF-8' }).end('Ok.\n');
    return;
  }
  const user = authenticate(request, url.searchParams);
  const sql = (url.searchParams.get('query') || '') + body;
  const settings = Object.fromEntries([...url.searchParams].filter(([name]) => !['query', 'password'].includes(name)));
  console.log(JSON.stringify({ user, settings, query: sql }));
  if (request.method === 'GET' || Number(settings.readonly) > 0) {
    if (!/^\s*(\/\*.*?\*\/)?\s*(SELECT|SHOW|WITH|CHECK|EXISTS|DESCRIBE)\b/is.test(sql)) {
      throw new Refusal(500, 164, 'default: Cannot execute query in readonly mode.');
    }
  }
  const named = sql.match(/\bFORMAT\s+(\w+)\s*;?\s*$/i);
  const format = (named && named[1]) || request.headers['x-clickhouse-format'] || settings.default_format || 'TabSeparated';
  const result = await session.queryAsync(emulated(sql), { format });
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Timezone': 'UTC',
    'X-ClickHouse-Query-Id': settings.query_id || 'front',
    'X-ClickHouse-Server-Display-Name': 'front',
  });
  response.end(Buffer.from(result.bytes()));
}

function refuse(response, problem) {
  const code = problem.code > 0 ? problem.code : problem.clickhouseCode || 1002;
  const text = String(problem.message).replace(/^Query failed: /, '');
  response.writeHead(problem.status || (code === 60 || code === 81 ? 404 : 500), {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': code,
  });
  response.end(`${text} (version ${version} (official build))\n`);
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () =>
    answer(request, response, Buffer.concat(chunks).toString()).catch((problem) => refuse(response, problem))
  );
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listening ${server.address().port}`));

const statements = readline.createInterface({ input: process.stdin });
statements.on('line', (line) => {
  try {
    session.query(JSON.parse(line), 'TabSeparated');
    console.log(JSON.stringify({ done: true }));
  } catch (problem) {
    console.log(JSON.stringify({ error: String(problem.message) }));
  }
});
// the engine waits for its background threads when it closes, which a test has no use for
statements.on('close', () => process.kill(process.pid, 'SIGKILL'));
