//! The application from outside: one module for each operation, then what goes across them.

mod change_password;
mod create_post;
mod delete_account;
mod delete_post;
mod end_session;
mod export_account;
mod list_posts;
mod list_sessions;
mod read_me;
mod read_post;
mod sign_in;
mod sign_out;
mod sign_up;
mod update_me;
mod update_post;

mod behind_nginx;
mod client_address;
mod configuration;
mod cors;
mod every_operation;
mod limits;
mod observed;
mod openapi;
mod outage;
mod plans;
mod privileges;
mod rate_limits;
mod session_cookie;
mod session_lifetime;
mod site;
mod site_addresses;
mod site_properties;
mod statements;
mod statements_of_operations;
mod unread_bodies;
