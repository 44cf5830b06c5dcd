/*
 * The load: the peers of one session with a socket each, in one thread that never waits. What the peers say it is told, so
 * it knows nothing of the protocol but that the last four bytes of a bind packet are a number that must grow, and that the
 * last eight bytes of a packet and of each of its copies are free for the time it was meant to be sent.
 *
 * stdin:  "PORT PEERS", then for each peer "BIND PACKET SEAL"     stdout: "bound PORT..." once the relay at 127.0.0.1:PORT
 *         in hex; SEAL is key and nonce, or "-"                   has answered all binds, in the order of the peers
 *         "saturate NANOS"                                        "done SENT RECEIVED 0 0 0"
 *         "pace PACKETS_PER_SECOND NANOS SEED"                    "done SENT RECEIVED P50 P99 P99.9", latency in microseconds
 * It ends with its stdin. A peer with a SEAL speaks Mumble: what it sends is sealed, and the copies that come to it are
 * counted, but not opened, so that there is no latency.
 */
#define _GNU_SOURCE
#include "ocb2.h"
#include <arpa/inet.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 256, DATAGRAM = 2048, BATCH = 32, BUFFER = 1 << 20, BIND_ATTEMPTS = 40, BIND_WAIT_MILLIS = 250 };

/* Packets on their way at once under saturation: enough that the relay always finds some, too few to fill its socket's buffer. */
enum { WINDOW = 128 };

enum { SUB_BITS = 7, BUCKETS = 64 << SUB_BITS };
static const int64_t LOST_NANOS = 100000000, QUIET_NANOS = 200000000;

static int peers, sockets[PEERS];
static uint8_t packets[PEERS][DATAGRAM];
static size_t lengths[PEERS];
static int sealed;
static struct sealer sealers[PEERS];
static uint8_t memory[BATCH][DATAGRAM];
static struct iovec vectors[BATCH];
static struct mmsghdr in[BATCH];
static uint64_t buckets[BUCKETS], recorded;
static int64_t sent, received;
static int next_sender;

static int64_t now_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static size_t unhex(const char *hex, uint8_t *bytes) {
  size_t length = strlen(hex) / 2;
  for (size_t i = 0; i < length && i < DATAGRAM; i++) sscanf(hex + 2 * i, "%2hhx", &bytes[i]);
  return length;
}

static ssize_t send_from(int i, const uint8_t *packet, size_t length) {
  static uint8_t closed[DATAGRAM + SEAL];
  if (!sealed) return send(sockets[i], packet, length, MSG_DONTWAIT);
  return send(sockets[i], closed, seal(&sealers[i], packet, length, closed), MSG_DONTWAIT);
}

static void bind_peer(int i, uint8_t *bind, size_t length) {
  struct pollfd answered = {sockets[i], POLLIN, 0};
  for (int attempt = 1; attempt <= BIND_ATTEMPTS; attempt++) {
    uint32_t number = htonl((uint32_t)attempt);
    memcpy(bind + length - sizeof number, &number, sizeof number);
    send_from(i, bind, length);
    if (poll(&answered, 1, BIND_WAIT_MILLIS) > 0 && recv(sockets[i], memory[0], DATAGRAM, MSG_DONTWAIT) > 0) return;
  }
  fputs("the relay did not bind a peer's address\n", stderr);
  exit(1);
}

static void join(void) {
  static char bind_hex[2 * DATAGRAM + 1], packet_hex[2 * DATAGRAM + 1], seal_hex[4 * BLOCK + 1];
  static uint8_t bind[DATAGRAM], key_and_nonce[2 * BLOCK];
  struct sockaddr_in relay = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, own;
  socklen_t size = sizeof own;
  int port, buffer = BUFFER;
  if (scanf("%d %d", &port, &peers) != 2 || peers < 2 || peers > PEERS) exit(2);
  relay.sin_port = htons((uint16_t)port);
  for (int i = 0; i < peers; i++) {
    if (scanf("%4096s %4096s %64s", bind_hex, packet_hex, seal_hex) != 3) exit(2);
    sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(sockets[i], SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    if (connect(sockets[i], (struct sockaddr *)&relay, sizeof relay)) die("connect");
    if ((sealed = seal_hex[0] != '-')) {
      unhex(seal_hex, key_and_nonce);
      sealer_init(&sealers[i], key_and_nonce, key_and_nonce + BLOCK);
    }
    bind_peer(i, bind, unhex(bind_hex, bind));
    lengths[i] = unhex(packet_hex, packets[i]);
  }
  printf("bound");
  for (int i = 0; i < peers; i++) {
    getsockname(sockets[i], (struct sockaddr *)&own, &size);
    printf(" %d", ntohs(own.sin_port));
  }
  puts("");
}

static void send_next(int64_t intended) {
  int i = next_sender;
  memcpy(packets[i] + lengths[i] - sizeof intended, &intended, sizeof intended);
  if (send_from(i, packets[i], lengths[i]) > 0) sent++;
  next_sender = i + 1 == peers ? 0 : i + 1;
}

static void record(int64_t nanos) {
  uint64_t value = nanos < 0 ? 0 : (uint64_t)nanos;
  int shift = value >> SUB_BITS ? 63 - __builtin_clzll(value) - SUB_BITS : 0;
  buckets[((uint64_t)shift << SUB_BITS) + (value >> shift)]++;
  recorded++;
}

static double micros_at(double fraction) {
  uint64_t wanted = (uint64_t)ceil(fraction * (double)recorded), seen = 0;
  for (uint64_t i = 0; i < BUCKETS; i++)
    if ((seen += buckets[i]) >= wanted && seen) {
      uint64_t shift = i >> SUB_BITS > 1 ? (i >> SUB_BITS) - 1 : 0;
      return (double)((i - (shift << SUB_BITS)) << shift) / 1e3;
    }
  return 0;
}

/* One visit to each socket; how many copies were there. */
static int64_t take(int timed) {
  int64_t before = received;
  for (int i = 0; i < peers; i++) {
    int n = recvmmsg(sockets[i], in, BATCH, MSG_DONTWAIT, NULL);
    if (n <= 0) continue;
    received += n;
    int64_t now = timed ? now_nanos() : 0;
    for (int j = 0; timed && j < n; j++) {
      int64_t intended;
      memcpy(&intended, memory[j] + in[j].msg_len - sizeof intended, sizeof intended);
      record(now - intended);
    }
  }
  return received - before;
}

static void take_the_rest(int timed) {
  int64_t quiet_since = now_nanos();
  while (received < sent * (peers - 1) && now_nanos() - quiet_since < QUIET_NANOS)
    if (take(timed)) quiet_since = now_nanos();
}

static void saturate(int64_t nanos) {
  int64_t now = now_nanos(), end = now + nanos, heard = now, lost = 0;
  while (now < end) {
    while (sent * (peers - 1) - received - lost < (int64_t)WINDOW * (peers - 1)) send_next(0);
    if (take(0)) heard = now;
    /* Copies that do not come at all must not count as on their way for good. */
    if (now - heard > LOST_NANOS) {
      lost = sent * (peers - 1) - received;
      heard = now;
    }
    now = now_nanos();
  }
  take_the_rest(0);
}

static void pace(double packets_per_second, int64_t nanos) {
  int64_t begin = now_nanos(), now = begin;
  double next = 0;
  while (now < begin + nanos) {
    for (int i = 0; next <= (double)(now - begin) && i < BATCH; i++) {
      send_next(begin + (int64_t)next);
      next -= log(1 - drand48()) * 1e9 / packets_per_second;
    }
    take(!sealed);
    now = now_nanos();
  }
  take_the_rest(!sealed);
}

int main(void) {
  char job[16];
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){memory[i], DATAGRAM};
    in[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  join();
  while (scanf("%15s", job) == 1) {
    double rate;
    long long nanos;
    long seed;
    sent = received = 0;
    recorded = 0;
    memset(buckets, 0, sizeof buckets);
    take(0);
    received = 0;
    if (!strcmp(job, "saturate") && scanf("%lld", &nanos) == 1) {
      saturate(nanos);
    } else if (!strcmp(job, "pace") && scanf("%lf %lld %ld", &rate, &nanos, &seed) == 3) {
      srand48(seed);
      pace(rate, nanos);
    } else {
      return 2;
    }
    printf("done %lld %lld %.1f %.1f %.1f\n", (long long)sent, (long long)received, micros_at(.5), micros_at(.99), micros_at(.999));
  }
  return 0;
}
