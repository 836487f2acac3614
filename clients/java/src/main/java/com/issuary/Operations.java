// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

/** Every operation of the Merchant API, in groups. */
public abstract class Operations {
  private final Accounts accounts;
  private final Scenes scenes;
  private final Bins bins;
  private final Cards cards;
  private final Orders orders;
  private final Transactions transactions;
  private final Groups groups;
  private final Dpt dpt;
  private final Holders holders;

  Operations(Calls calls) {
    accounts = new Accounts(calls);
    scenes = new Scenes(calls);
    bins = new Bins(calls);
    cards = new Cards(calls);
    orders = new Orders(calls);
    transactions = new Transactions(calls);
    groups = new Groups(calls);
    dpt = new Dpt(calls);
    holders = new Holders(calls);
  }

  /** Returns the operations of this group. */
  public Accounts accounts() {
    return accounts;
  }

  /** Returns the operations of this group. */
  public Scenes scenes() {
    return scenes;
  }

  /** Returns the operations of this group. */
  public Bins bins() {
    return bins;
  }

  /** Returns the operations of this group. */
  public Cards cards() {
    return cards;
  }

  /** Returns the operations of this group. */
  public Orders orders() {
    return orders;
  }

  /** Returns the operations of this group. */
  public Transactions transactions() {
    return transactions;
  }

  /** Returns the operations of this group. */
  public Groups groups() {
    return groups;
  }

  /** Returns the operations of this group. */
  public Dpt dpt() {
    return dpt;
  }

  /** Returns the operations of this group. */
  public Holders holders() {
    return holders;
  }
}
