<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

/** @internal the groups of a client's methods */
trait GroupProperties
{
    public readonly Accounts $accounts;
    public readonly Scenes $scenes;
    public readonly Bins $bins;
    public readonly Cards $cards;
    public readonly Orders $orders;
    public readonly Transactions $transactions;
    public readonly Groups $groups;
    public readonly Dpt $dpt;
    public readonly Holders $holders;

    private function createGroups(): void
    {
        $this->accounts = new Accounts($this);
        $this->scenes = new Scenes($this);
        $this->bins = new Bins($this);
        $this->cards = new Cards($this);
        $this->orders = new Orders($this);
        $this->transactions = new Transactions($this);
        $this->groups = new Groups($this);
        $this->dpt = new Dpt($this);
        $this->holders = new Holders($this);
    }
}
