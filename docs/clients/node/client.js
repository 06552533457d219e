#!/usr/bin/env node
// A gRPC client of a Mutual bank: lists accounts and makes a transfer. See README.md beside it.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const DEADLINE_MILLIS = 10_000;

const USAGE = `usage: node client.js --bank HOST:PORT --keys DIR [--contracts DIR] COMMAND
  accounts                                   list all accounts
  transfer FROM TO MINOR_UNITS CURRENCY [REFERENCE]
                                             move money; --id UUID repeats an earlier request safely`;

/** A UUID version 7 (RFC 9562): the time in milliseconds, then random bits. */
function newId() {
  const bytes = crypto.randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function loadContracts(folder) {
  const definition = protoLoader.loadSync(
    ['mutual/bank/v1/accounts.proto', 'mutual/bank/v1/transfers.proto'],
    {
      // 64-bit numbers as text: JavaScript's numbers end at 53 bits.
      longs: String,
      enums: String,
      defaults: true,
      // protobufjs brings google/api/annotations.proto.
      includeDirs: [folder, path.dirname(require.resolve('protobufjs/package.json'))],
    },
  );
  return grpc.loadPackageDefinition(definition).mutual.bank.v1;
}

/** Calls a unary method and waits for its answer. */
function call(stub, method, request) {
  return new Promise((resolve, reject) => {
    stub[method](request, { deadline: Date.now() + DEADLINE_MILLIS }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    );
  });
}

async function listAccounts(bank, credentials, contracts) {
  const stub = new contracts.Accounts(bank, credentials);
  let pageToken = '';
  do {
    const page = await call(stub, 'ListAccounts', { pageSize: 100, pageToken });
    for (const account of page.accounts) {
      console.log(
        `${account.number}\t${account.balance.minorUnits}\t${account.balance.currency}\t${account.customerName}`,
      );
    }
    pageToken = page.nextPageToken;
  } while (pageToken);
  stub.close();
}

async function transfer(bank, credentials, contracts, id, [from, to, minorUnits, currency, reference]) {
  const stub = new contracts.Transfers(bank, credentials);
  const answer = await call(stub, 'CreateTransfer', {
    id,
    fromAccount: from,
    toAccount: to,
    amount: { minorUnits, currency },
    reference: reference || '',
  });
  stub.close();
  console.log(`${answer.id}\t${answer.state}\t${answer.explanation}`);
  return answer.state === 'TRANSFER_STATE_REFUSED' ? 1 : 0;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bank: { type: 'string' },
      keys: { type: 'string' },
      contracts: { type: 'string', default: path.join(__dirname, '../../../contracts/src/main/proto') },
      id: { type: 'string' },
    },
  });
  const [command, ...rest] = positionals;
  const understood = command === 'accounts' || (command === 'transfer' && rest.length >= 4);
  if (!values.bank || !values.keys || !understood) {
    console.error(USAGE);
    return 2;
  }
  const read = (name) => fs.readFileSync(path.join(values.keys, name));
  const credentials = grpc.credentials.createSsl(read('server.pem'), read('key.pem'), read('cert.pem'));
  const contracts = loadContracts(values.contracts);
  if (command === 'accounts') {
    await listAccounts(values.bank, credentials, contracts);
    return 0;
  }
  return transfer(values.bank, credentials, contracts, values.id || newId(), rest);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.details ? `${grpc.status[error.code]}: ${error.details}` : String(error));
    process.exitCode = 1;
  },
);
