// Prints every conversation that is closed from now on.
//
//     npm install && AMQP_URL=amqp://billing:…@127.0.0.1:5672/ node print_closed.js
//
// The queue is durable and named, so what happens while this does not run is printed afterwards.

import amqp from 'amqplib';

const url = process.env.AMQP_URL;
const connection = await amqp.connect(url);
const channel = await connection.createChannel();
await channel.prefetch(20);

const queue = `${new URL(url).username}.closed-js`; // what is yours begins with your name
await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
await channel.bindQueue(queue, 'parley.events', 'conversation.closed.*');

await channel.consume(queue, (message) => {
  const event = JSON.parse(message.content.toString());
  console.log(event.subject, 'was closed by', event.data.closed_by.name);
  channel.ack(message); // once it is printed
});
