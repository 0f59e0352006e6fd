"""How RDV Service Public reaches us: news of appointments, and the agreement of an agent of the town."""
