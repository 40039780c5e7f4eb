/*
 * The app's processes in one: each unit listens on its port and answers at its path of health as PostHog's own does. What a
 * unit says of the services that it works with it has just asked them.
 *
 *   node app.js [anything that its command line is to show] UNITS SERVICES      {"backend": 8000, …} {"db": 5432, …}
 *
 * Prints "ready" once all ports are open. Then it takes one JSON object a line and prints "done" for each:
 *   {"close": UNIT}  {"open": UNIT}  {"unit": UNIT, "path": PATH, "status": 500, "body": TEXT}  {"unit": UNIT, "path": PATH}
 */
'use strict';
const http = require('http');
const net = require('net');
const readline = require('readline');

const [units, services] = process.argv.slice(-2).map((text) => JSON.parse(text));
const MOST_MILLISECONDS = 800;

/** What is said to a service, and how one that works begins its answer. */
const TALK = {
  db: [Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]), /^[NS]/],
  redis: [Buffer.from('PING\r\n'), /^\+PONG/],
  cache: [Buffer.from('SET app alive\r\n'), /^\+OK/],
  kafka: [Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 255, 255]), /^\0\0/],
  clickhouse: [Buffer.from('GET /ping HTTP/1.0\r\n\r\n'), /Ok\./],
};
const PORTS = { ...services, redis: services.redis7, cache: services.redis7 };

function works(service) {
  const [hello, welcome] = TALK[service];
  return new Promise((resolve) => {
    const socket = net.connect(PORTS[service], '127.0.0.1', () => socket.write(hello));
    const end = (good) => {
      socket.destroy();
      resolve(good);
    };
    socket.setTimeout(MOST_MILLISECONDS, () => end(false));
    socket.once('data', (said) => end(welcome.test(said.toString('latin1'))));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

async function unless(service, status, body) {
  return (await works(service)) ? [200, 'ok'] : [status, body];
}

async function readiness() {
  const [postgres, clickhouse, kafka, broker, cache] = await Promise.all(
    ['db', 'clickhouse', 'kafka', 'redis', 'cache'].map(works)
  );
  const all = { http: true, postgres, postgres_migrations_uptodate: postgres, clickhouse };
  Object.assign(all, { kafka_connected: kafka, celery_broker: broker, cache });
  return [Object.values(all).every(Boolean) ? 200 : 503, JSON.stringify(all)];
}

async function preflight() {
  const [db, redis, heartbeat] = await Promise.all(['db', 'redis', 'cache'].map(works));
  return db ? [200, JSON.stringify({ django: true, redis, celery: heartbeat, db })] : [500, 'OperationalError'];
}

const ANSWERS = {
  'backend /_readyz': readiness,
  'backend /_preflight': preflight,
  'nodejs /_ready': () => unless('kafka', 503, '{"status":"error"}'),
  'feature-flags /_readiness': () => unless('db', 503, 'Database unavailable'),
  'capture /_liveness': () => unless('kafka', 500, 'rdkafka: unhealthy'),
};
const told = {};
const servers = {};

function open(unit) {
  return new Promise((resolve) => {
    servers[unit] = http.createServer(async (request, response) => {
      const asked = `${unit} ${request.url.split('?')[0]}`;
      const [status, body] = told[asked] || (ANSWERS[asked] ? await ANSWERS[asked]() : [200, 'ok']);
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body);
    });
    servers[unit].listen(units[unit], '0.0.0.0', resolve);
  });
}

function close(unit) {
  return new Promise((resolve) => servers[unit].close(resolve));
}

async function obey(order) {
  if (order.close) {
    await close(order.close);
  } else if (order.open) {
    await open(order.open);
  } else if (order.status) {
    told[`${order.unit} ${order.path}`] = [order.status, order.body];
  } else {
    delete told[`${order.unit} ${order.path}`];
  }
  console.log('done');
}

Promise.all(Object.keys(units).map(open)).then(() => {
  console.log('ready');
  const orders = readline.createInterface({ input: process.stdin });
  orders.on('line', (line) => obey(JSON.parse(line)));
  orders.on('close', () => process.exit(0));
});
