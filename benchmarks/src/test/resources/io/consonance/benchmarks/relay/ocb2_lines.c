/* Each line of stdin is "KEY NONCE PLAIN" in hex, PLAIN after a dot; its answer is the cipher text, a blank and the tag.
   Or it is "double BLOCK", and its answer is that block doubled. */
#include "ocb2.h"
#include <stdio.h>

static void print_hex(const uint8_t *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) printf("%02X", bytes[i]);
}

static size_t unhex(const char *hex, uint8_t *bytes) {
  size_t length = strlen(hex) / 2;
  for (size_t i = 0; i < length; i++) sscanf(hex + 2 * i, "%2hhx", &bytes[i]);
  return length;
}

int main(void) {
  static char key_hex[33], nonce_hex[33], plain_hex[257];
  uint8_t key[BLOCK], nonce[BLOCK], plain[128], cipher[128], tag[BLOCK];
  struct sealer sealer;
  while (scanf("%32s %32s .%256[0-9A-F]", key_hex, nonce_hex, plain_hex) >= 2) {
    unhex(nonce_hex, nonce);
    if (!strcmp(key_hex, "double")) {
      double_block(nonce);
      print_hex(nonce, BLOCK);
      puts("");
      continue;
    }
    unhex(key_hex, key);
    size_t length = unhex(plain_hex, plain);
    sealer_init(&sealer, key, nonce);
    ocb2_encrypt(&sealer, plain, length, cipher, tag);
    print_hex(cipher, length);
    printf(" ");
    print_hex(tag, BLOCK);
    puts("");
    plain_hex[0] = 0;
  }
  return 0;
}
