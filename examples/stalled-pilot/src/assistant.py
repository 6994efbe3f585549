"""Reads an invoice and proposes a booking."""


def propose(invoice_text, ask_model):
    return ask_model(f"Read the invoice and propose a booking:\n{invoice_text}")
