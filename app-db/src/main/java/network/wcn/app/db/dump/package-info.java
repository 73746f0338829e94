/**
 * The form of a dump: one file that holds a whole database, encrypted when there is a secret.
 *
 * <p>Start reading at {@link network.wcn.app.db.dump.DumpWriter}; all numbers are big-endian.
 *
 * <pre>
 *  header   "WCNDUMP", version 1, cipher (0 none, 1 AES-256-GCM), PBKDF2 iterations u32,
 *           salt 16 bytes, key check value 8 bytes (all three 0 without a cipher)
 *  chunks   flag (0 more follow, 1 the last), size u32, content, seal of 16 bytes
 *           content is 1 MiB, of the last chunk up to that; size counts the seal
 *  inside of the chunks' contents, one after another
 *    file      1, length of the path u16, path, size u64, bytes
 *    manifest  2, length u32, JSON; the end
 * </pre>
 *
 * <p>The data key is HMAC-SHA256("wcn dump data") and the key check value the first 8 bytes of
 * HMAC-SHA256("wcn dump check"), both under PBKDF2-HMAC-SHA256(secret, salt, iterations). A chunk
 * is sealed under the nonce of its number (12 bytes) with header and flag as associated data.
 * Without a cipher the seal is the beginning of SHA-256(header, flag, number u64, content): it
 * finds damage, not malice.
 *
 * @see "operations.md A1, A5"
 */
@NullMarked
package network.wcn.app.db.dump;

import org.jspecify.annotations.NullMarked;
