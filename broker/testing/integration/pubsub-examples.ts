/** Owns the examples of the pub/sub reference's README, letter for letter, in the order in which a reader tries them. */

/** Lines for a shell. The topic `orders` is there before `DELETE` is tried. */
export const CURL_EXAMPLES = [
  `curl http://localhost:8000/api/health/`,
  `curl http://localhost:8000/api/stats/`,
  `curl http://localhost:8000/api/topics/`,
  `curl -X POST http://localhost:8000/api/topics/create/ \\
  -H "Content-Type: application/json" \\
  -d '{
    "name": "new-topic",
    "metadata": {
      "description": "Topic description"
    }
  }'`,
  `curl http://localhost:8000/api/topics/orders/`,
  `curl http://localhost:8000/api/topics/orders/subscribers/`,
  `curl "http://localhost:8000/api/topics/orders/messages/?limit=10&offset=0"`,
  `curl -X DELETE http://localhost:8000/api/topics/orders/`,
  `curl -X POST http://localhost:8000/api/topics/create/ \\
  -H "Content-Type: application/json" \\
  -d '{"name": "test-topic", "metadata": {"description": "Test topic"}}'`,
] as const;

/** JavaScript. */
export const CONNECT_EXAMPLE = `const ws = new WebSocket('ws://localhost:8000/ws/');`;

export const SUBSCRIBE_EXAMPLE = `{
  "type": "subscribe",
  "topic": "orders",
  "client_id": "subscriber1",
  "last_n": 5,
  "request_id": "550e8400-e29b-41d4-a716-446655440000"
}`;

export const UNSUBSCRIBE_EXAMPLE = `{
  "type": "unsubscribe",
  "topic": "orders",
  "client_id": "subscriber1",
  "request_id": "340e8400-e29b-41d4-a716-4466554480098"
}`;

export const PUBLISH_EXAMPLE = `{
  "type": "publish",
  "topic": "orders",
  "client_id": "publisher1",
  "message": {
    "id": "550e8400-e29b-41d4-a716-446655440000",
    "payload": {
      "order_id": "ORD-123",
      "amount": "99.50",
      "currency": "USD"
    }
  },
  "request_id": "340e8400-e29b-41d4-a716-4466554480098"
}`;

export const PING_EXAMPLE = `{
  "type": "ping",
  "request_id": "570t8400-e29b-41d4-a716-4466554412345"
}`;
