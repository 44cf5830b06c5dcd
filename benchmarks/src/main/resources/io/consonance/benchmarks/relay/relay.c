/*
 * The relay that the host is measured against: what the job costs in C when nothing else is in the way. One thread, one UDP
 * socket, recvmmsg and sendmmsg. It takes LinkBind (the token says session and client id, see Bindings.java) and
 * ServerRelayUnreliable, checks what the host checks (source, session, lengths, the voice header and its sender) and
 * sends the inner packet to every distinct bound destination but the sender. Not a product: no TCP, no peers that leave.
 *
 * Prints "ready PORT"; answers each line on stdin with "allocated 0"; ends with its stdin.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, SENDS = 64, DATAGRAM = 1200, SLOT = 1280, PEERS = 4096, BUFFER = 4 << 20 };

struct peer {
  int used;
  uint32_t session;
  uint16_t id;
  struct sockaddr_in address;
};

static struct peer by_address[PEERS];
static struct peer by_id[PEERS];

static uint8_t memory[BATCH][SLOT];
static struct sockaddr_in sources[BATCH];
static struct iovec in_vectors[BATCH], out_vectors[SENDS];
static struct mmsghdr in[BATCH], out[SENDS];
static int waiting;

static uint16_t u16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }
static uint32_t u32(const uint8_t *at) { return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]; }

static struct peer *slot_of_address(const struct sockaddr_in *address) {
  uint32_t key = (address->sin_addr.s_addr ^ (uint32_t)address->sin_port << 7) * 0x9E3779B1u >> 20;
  while (by_address[key % PEERS].used &&
         (by_address[key % PEERS].address.sin_port != address->sin_port ||
          by_address[key % PEERS].address.sin_addr.s_addr != address->sin_addr.s_addr))
    key++;
  return &by_address[key % PEERS];
}

static struct peer *slot_of_id(uint32_t session, uint16_t id) {
  uint32_t key = (session * 31 + id) * 0x9E3779B1u >> 20;
  while (by_id[key % PEERS].used && (by_id[key % PEERS].session != session || by_id[key % PEERS].id != id)) key++;
  return &by_id[key % PEERS];
}

static void flush(int socket) {
  int sent = 0;
  while (sent < waiting) {
    int n = sendmmsg(socket, out + sent, (unsigned)(waiting - sent), 0);
    sent += n > 0 ? n : 1;
  }
  waiting = 0;
}

static void bind_peer(int socket, uint8_t *packet, const struct sockaddr_in *source) {
  struct peer peer = {1, u32(packet + 3), (uint16_t)u32(packet + 7), *source};
  *slot_of_address(source) = peer;
  *slot_of_id(peer.session, peer.id) = peer;
  uint8_t bound[7] = {0x8B, 0xC8, 6};
  memcpy(bound + 3, packet + 19, 4);
  sendto(socket, bound, sizeof bound, 0, (const struct sockaddr *)source, sizeof *source);
}

/* The whole packet must be exactly as long as its fields say. */
static int is_voice_of(const struct peer *speaker, const uint8_t *voice, int length) {
  if (length < 14 || u16(voice) != 0x8BC7 || voice[2] != 2 || u32(voice + 3) != speaker->session || u16(voice + 7) != speaker->id)
    return 0;
  int audio = 14 + 4 * u16(voice + 12);
  return length >= audio + 2 && length == audio + 2 + u16(voice + audio);
}

static void relay(int socket, uint8_t *packet, int length, const struct sockaddr_in *source) {
  const struct peer *speaker = slot_of_address(source);
  if (length == 23 && u16(packet) == 0x8BC8 && packet[2] == 5) {
    bind_peer(socket, packet, source);
    return;
  }
  if (!speaker->used || length < 8 || length > DATAGRAM || u16(packet) != 0x8BC7 || packet[2] != 8 || u32(packet + 3) != speaker->session) return;
  int count = packet[7], inner = 8 + 2 * count + 2;
  if (length < inner || length < inner + u16(packet + inner - 2)) return;
  int inner_length = u16(packet + inner - 2);
  if (!is_voice_of(speaker, packet + inner, inner_length)) return;
  for (int i = 0; i < count; i++) {
    uint16_t id = u16(packet + 8 + 2 * i);
    int repeated = id == speaker->id;
    for (int j = 0; j < i && !repeated; j++) repeated = u16(packet + 8 + 2 * j) == id;
    struct peer *destination = slot_of_id(speaker->session, id);
    if (repeated || !destination->used) continue;
    out_vectors[waiting].iov_base = packet + inner;
    out_vectors[waiting].iov_len = (size_t)inner_length;
    out[waiting].msg_hdr.msg_name = &destination->address;
    if (++waiting == SENDS) flush(socket);
  }
}

static void *answer(void *unused) {
  int c;
  while ((c = getchar()) != EOF)
    if (c == '\n') {
      puts("allocated 0");
      fflush(stdout);
    }
  _exit(0);
  return unused;
}

int main(void) {
  int s = socket(AF_INET, SOCK_DGRAM, 0), buffer = BUFFER;
  setsockopt(s, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  setsockopt(s, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(s, (struct sockaddr *)&address, sizeof address) || getsockname(s, (struct sockaddr *)&address, &size)) {
    perror("relay");
    return 1;
  }
  for (int i = 0; i < BATCH; i++) {
    in_vectors[i] = (struct iovec){memory[i], SLOT};
    in[i].msg_hdr = (struct msghdr){.msg_name = &sources[i], .msg_iov = &in_vectors[i], .msg_iovlen = 1};
  }
  for (int i = 0; i < SENDS; i++)
    out[i].msg_hdr = (struct msghdr){.msg_namelen = sizeof address, .msg_iov = &out_vectors[i], .msg_iovlen = 1};
  pthread_t thread;
  pthread_create(&thread, NULL, answer, NULL);
  printf("ready %d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    for (int i = 0; i < BATCH; i++) in[i].msg_hdr.msg_namelen = sizeof(struct sockaddr_in);
    int n = recvmmsg(s, in, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < n; i++) relay(s, memory[i], (int)in[i].msg_len, &sources[i]);
    flush(s);
  }
}
