/*
 * OCB2 with AES-128 as Mumble uses it: only sealing, in plain C. The S-box is computed once, at the first key.
 */
#include <stdint.h>
#include <string.h>

enum { BLOCK = 16, ROUNDS = 10, SEAL = 4 };

struct sealer {
  uint8_t keys[(ROUNDS + 1) * BLOCK];
  uint8_t nonce[BLOCK];
};

static uint8_t substitute[256];

static uint8_t twice(uint8_t a) { return (uint8_t)(a << 1 ^ (a >> 7) * 0x1B); }

/* Walks through all powers of 3 and, the other way round, of its inverse. */
static void fill_substitute(void) {
  uint8_t power = 1, inverse = 1;
  do {
    power ^= twice(power);
    inverse ^= (uint8_t)(inverse << 1);
    inverse ^= (uint8_t)(inverse << 2);
    inverse ^= (uint8_t)(inverse << 4);
    if (inverse & 0x80) inverse ^= 0x09;
    uint8_t mixed = inverse;
    for (int i = 1; i < 5; i++) mixed ^= (uint8_t)(inverse << i | inverse >> (8 - i));
    substitute[power] = mixed ^ 0x63;
  } while (power != 1);
  substitute[0] = 0x63;
}

static void sealer_init(struct sealer *sealer, const uint8_t *key, const uint8_t *nonce) {
  uint8_t *keys = sealer->keys, round = 1;
  if (!substitute[0]) fill_substitute();
  memcpy(keys, key, BLOCK);
  memcpy(sealer->nonce, nonce, BLOCK);
  for (int i = BLOCK; i < (ROUNDS + 1) * BLOCK; i += 4) {
    uint8_t word[4];
    memcpy(word, keys + i - 4, 4);
    if (i % BLOCK == 0) {
      uint8_t first = word[0];
      for (int j = 0; j < 3; j++) word[j] = substitute[word[j + 1]];
      word[3] = substitute[first];
      word[0] ^= round;
      round = twice(round);
    }
    for (int j = 0; j < 4; j++) keys[i + j] = keys[i + j - BLOCK] ^ word[j];
  }
}

static void xor_block(uint8_t *block, const uint8_t *with) {
  for (int i = 0; i < BLOCK; i++) block[i] ^= with[i];
}

static void encrypt_block(const struct sealer *sealer, uint8_t *block) {
  uint8_t moved[BLOCK];
  xor_block(block, sealer->keys);
  for (int round = 1; round <= ROUNDS; round++) {
    for (int i = 0; i < BLOCK; i++) moved[i] = substitute[block[(i + 4 * (i % 4)) % BLOCK]];
    if (round == ROUNDS) {
      memcpy(block, moved, BLOCK);
    } else {
      for (int i = 0; i < BLOCK; i += 4) {
        const uint8_t *in = moved + i;
        uint8_t all = in[0] ^ in[1] ^ in[2] ^ in[3];
        for (int j = 0; j < 4; j++) block[i + j] = in[j] ^ all ^ twice(in[j] ^ in[(j + 1) % 4]);
      }
    }
    xor_block(block, sealer->keys + round * BLOCK);
  }
}

static void double_block(uint8_t *block) {
  uint8_t carry = (uint8_t)((block[0] >> 7) * 0x87);
  for (int i = 0; i < BLOCK - 1; i++) block[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
  block[BLOCK - 1] = (uint8_t)(block[BLOCK - 1] << 1 ^ carry);
}

static void ocb2_encrypt(const struct sealer *sealer, const uint8_t *plain, size_t length, uint8_t *cipher, uint8_t *tag) {
  uint8_t offset[BLOCK], sum[BLOCK] = {0}, pad[BLOCK] = {0}, last[BLOCK];
  memcpy(offset, sealer->nonce, BLOCK);
  encrypt_block(sealer, offset);
  for (; length > BLOCK; length -= BLOCK, plain += BLOCK, cipher += BLOCK) {
    double_block(offset);
    memcpy(cipher, plain, BLOCK);
    xor_block(cipher, offset);
    encrypt_block(sealer, cipher);
    xor_block(cipher, offset);
    xor_block(sum, plain);
  }
  double_block(offset);
  pad[BLOCK - 1] = (uint8_t)(8 * length);
  xor_block(pad, offset);
  encrypt_block(sealer, pad);
  memcpy(last, pad, BLOCK);
  memcpy(last, plain, length);
  xor_block(sum, last);
  xor_block(last, pad);
  memcpy(cipher, last, length);
  memcpy(tag, offset, BLOCK);
  double_block(tag);
  xor_block(tag, offset);
  xor_block(tag, sum);
  encrypt_block(sealer, tag);
}

/* The next number, the first byte of it and three of the tag in front: SEAL bytes more. */
static inline size_t seal(struct sealer *sealer, const uint8_t *plain, size_t length, uint8_t *sealed) {
  uint8_t tag[BLOCK];
  for (int i = 0; i < BLOCK && !++sealer->nonce[i]; i++) {
  }
  ocb2_encrypt(sealer, plain, length, sealed + SEAL, tag);
  sealed[0] = sealer->nonce[0];
  memcpy(sealed + 1, tag, SEAL - 1);
  return length + SEAL;
}
