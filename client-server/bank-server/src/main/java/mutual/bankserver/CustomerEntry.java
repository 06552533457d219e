package mutual.bankserver;

import java.util.UUID;

/** A customer as the bank's office knows them. */
public record CustomerEntry(UUID id, String name) {}
