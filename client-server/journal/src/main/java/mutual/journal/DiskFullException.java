package mutual.journal;

import java.io.IOException;

/** No room for another segment. Nothing of the batch has been written. */
final class DiskFullException extends IOException {
  DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
