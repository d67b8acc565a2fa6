// A typed QuickBooks Online client.
