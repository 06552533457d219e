package mutual.bankserver;

import mutual.bank.Bank;

/** A card with its holder's name. */
public record CardEntry(Bank.CardView card, String customerName) {}
